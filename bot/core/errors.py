"""Errors of the program: codes and facts, never a sentence for customers."""


class RantauError(Exception):
    """Something was refused; the subclass says what, its attributes the facts."""


class ConfigRefused(RantauError):
    """Files in `config/` or settings are wrong; `complaints` names each fault with its file and line."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class ChannelFailed(RantauError):
    """A channel cannot work, and waiting does not help."""
