"""The demonstration: invented differences, told through the public actions, with times counted back from loading.

The stories are data, in ``stories/*.toml``; ``stories.py`` reads them and ``telling.py`` tells them.
"""
