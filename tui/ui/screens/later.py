"""What the reader's screen can do that its first frame need not know; loaded when a key first asks for it."""

from __future__ import annotations

from tui.ui.screens.attaching import Attaching
from tui.ui.screens.choosing import Choosing
from tui.ui.screens.correcting import Correcting
from tui.ui.screens.jumping import Jumping
from tui.ui.screens.reviewing import Reviewing
from tui.ui.screens.taking_further import TakingFurther

LATER = (TakingFurther, Correcting, Choosing, Jumping, Reviewing, Attaching)
"""Classes whose ``do_*`` methods carry out actions, in the order in which they are asked."""
ON_NAMES = Correcting.ON_NAMES
"""The actions that wait for the correction before them."""
