"""``python -m search.cli`` is ``broadsheet``."""

from search.cli import main

if __name__ == "__main__":
    main(prog_name="broadsheet")
