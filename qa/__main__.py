"""`python -m qa`."""

from qa.offline import go_offline

go_offline()

from qa.cli import main  # noqa: E402 - the environment must stand before anything heavy is imported

if __name__ == "__main__":
    main()
