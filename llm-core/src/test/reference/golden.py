"""Writes src/test/resources/golden anew; see README.md."""

import shutil

import curve
import frequencies
import greedy
import models
import preferences
import quantised
from tiny import GOLDEN

shutil.rmtree(GOLDEN, ignore_errors=True)
for part in (models, frequencies, curve, preferences, quantised, greedy):
    part.main()
