"""The files that people and the bot have sent, by id."""

from __future__ import annotations

from typing import Any

from tests.support.bot_api import values as v


class Files:
    def __init__(self) -> None:
        self._kept: dict[str, v.Upload] = {}

    def __getitem__(self, file_id: str) -> v.Upload:
        return self._kept[file_id]

    def keep(self, upload: v.Upload, kind: str) -> str:
        file_id = f"{kind}-{len(self._kept) + 1:04d}"
        self._kept[file_id] = upload
        return file_id

    def forget(self, file_id: str) -> None:
        """Makes an id invalid."""
        del self._kept[file_id]

    def id_of(self, given: dict[str, Any], value: str | v.Upload, kind: str) -> str:
        """The id of the file in a call: an upload, another part of the call, or a known id."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = given.get(value.removeprefix("attach://"), "")
        if isinstance(value, v.Upload):
            return self.keep(_sound(value, kind), kind)
        if value not in self._kept or not value.startswith(kind):
            raise v.bad("wrong file identifier/HTTP URL specified")
        return value

    def told(self, file_id: str) -> dict[str, Any]:
        """A file as a message contains it."""
        upload = self._kept[file_id]
        return {
            "file_id": file_id,
            "file_unique_id": f"unique-{file_id}",
            "file_name": upload.name,
            "mime_type": upload.mime,
            "file_size": len(upload.content),
        }

    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """getFile."""
        if given["file_id"] not in self._kept:
            raise v.bad("invalid file_id")
        told = self.told(given["file_id"])
        if told["file_size"] > v.MOST_FETCHED_BYTES:
            raise v.bad("file is too big")
        kept = ("file_id", "file_unique_id", "file_size")
        return {name: told[name] for name in kept} | {"file_path": f"files/{given['file_id']}"}


def _sound(upload: v.Upload, kind: str) -> v.Upload:
    if not upload.content:
        raise v.bad("file must be non-empty")
    most = v.MOST_PICTURE_BYTES if kind == "photo" else v.MOST_FILE_BYTES
    if len(upload.content) > most:
        raise v.Refused(413, "Request Entity Too Large")
    if kind == "photo" and not upload.content.startswith(v.PICTURE_BEGINS):
        raise v.bad("IMAGE_PROCESS_FAILED")
    return upload
