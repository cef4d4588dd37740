"""`python -m lesson_code`."""

from lesson_code.command import cli

if __name__ == "__main__":
    cli(prog_name="python -m lesson_code")
