"""What holds for all tests."""

from hypothesis import settings

# A machine that has much to do takes longer for an example than hypothesis expects; an endless one ends the job.
settings.register_profile("plangraph", deadline=None)
settings.load_profile("plangraph")
