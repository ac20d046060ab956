"""Staff's pages under `/staff`: log in, work through the queue, verify or dispute a passage, enter others.

What stands here, names and notes above all, is for staff alone; no module outside of this package shows it.
"""
