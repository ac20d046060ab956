"""Slowing down: by the clock of the test."""

from qa.web.staff.attempts import BURST, FORGOTTEN, FREE, LONGEST, MAX_NAMES, PAUSE, Attempts
from tests.qa.web.staff.site import Clock


def test_after_a_few_failures_each_waits_twice_as_long_as_the_last() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(FREE):
        assert attempts.wait("Ann") == 0
    waited = []
    for _ in range(12):
        waited.append(attempts.wait("Ann"))
        assert attempts.wait("ANN ") == waited[-1]  # asking again costs nothing
        clock.seconds += waited[-1] - 0.5
        assert attempts.wait("Ann") == 0.5
        clock.seconds += 0.5
        assert attempts.wait("Ann") == 0
    assert waited == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST, LONGEST, LONGEST]


def test_the_wait_of_a_name_stays_short_however_often_it_failed() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(3000):
        attempts.wait("Ann")
        clock.seconds += LONGEST
    attempts.wait("Ann")
    assert attempts.wait("Ann") == LONGEST


def test_success_and_time_forget_the_failures() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(FREE - 1):
        attempts.wait("Ann")
    attempts.succeeded("Ann")
    for _ in range(FREE):
        assert attempts.wait("Ann") == 0
    assert attempts.wait("Ann") > 0
    clock.seconds += FORGOTTEN + 1
    for _ in range(FREE):
        assert attempts.wait("Ann") == 0


def test_all_names_together_get_a_burst_and_then_one_at_a_time() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    assert [attempts.wait(str(number)) for number in range(BURST)] == [0] * BURST
    assert attempts.wait("Ann") == PAUSE
    clock.seconds += PAUSE
    assert attempts.wait("Ann") == 0
    assert attempts.wait("Bea") == PAUSE
    clock.seconds += 10 * BURST * PAUSE
    assert sum(attempts.wait(f"other {number}") == 0 for number in range(2 * BURST)) == BURST


def test_those_who_know_their_passwords_do_not_use_up_the_burst() -> None:
    attempts = Attempts(Clock())
    for number in range(3 * BURST):
        assert attempts.wait(str(number)) == 0
        attempts.succeeded(str(number))


def test_memory_is_bounded_and_nobody_is_pushed_out_before_their_wait_is_over() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(FREE + 8):
        clock.seconds += attempts.wait("Ann")
        attempts.wait("Ann")
    waiting, began = attempts.wait("Ann"), clock.seconds
    for number in range(2 * MAX_NAMES):
        clock.seconds += attempts.wait(f"name {number}")
        attempts.wait(f"name {number}")
        if clock.seconds < began + waiting:
            assert attempts.wait("Ann") > 0
    assert len(attempts._names) == MAX_NAMES


def test_no_name_that_was_typed_is_kept() -> None:
    attempts = Attempts(Clock())
    attempts.wait("my password by mistake")
    assert "mistake" not in repr(attempts)
