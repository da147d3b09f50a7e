"""What a jury's marks say of severity and of how sure places are; estimates beside the official result.

``facts`` is what is read, ``estimating`` computes and loads SciPy, so jobs alone import it, and ``told`` is what was
found as pages read it.
"""
