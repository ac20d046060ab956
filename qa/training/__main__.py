"""`python -m qa.training`."""

import os

from qa.offline import go_offline

go_offline()
# Threads that wait for one another in a loop take, on a busy machine, as much time as the training itself.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when torch is imported

from qa.training.cli import main  # noqa: E402 - the environment must stand before anything heavy is imported

if __name__ == "__main__":
    main()
