"""`python -m bot` is `rantau`."""

from bot.cli import main

if __name__ == "__main__":
    main()
