"""`python -m mergen` is `mergen`."""

from mergen.cli import main

if __name__ == "__main__":
    main()
