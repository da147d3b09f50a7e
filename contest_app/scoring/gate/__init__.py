"""The first gate: is this an answer at all? Reasons are given, nothing is dropped.

`words` checks what words alone tell, `meaning` what an encoder adds, `duplicates` and `copies` compare ideas
with each other. A flag that blocks makes an idea not count until a person says otherwise; one that does not
block only asks a person to look. Either way the idea keeps its numbers.
"""

from contest_app.scoring.gate.flags import ASKING, BLOCKING, UNSHOWN, Flag, Question, blocks
from contest_app.scoring.gate.words import flags_of

__all__ = ["ASKING", "BLOCKING", "UNSHOWN", "Flag", "Question", "blocks", "flags_of"]
