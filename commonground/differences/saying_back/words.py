"""How the record calls what was said back, and what the other side says of it."""

from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import Side

HOW = "How they understand the other side"
MISSING = {Heard.NEARLY: "What is missing", Heard.NO: "What it is instead"}
SAID = {
    Heard.YES: "said: yes, that is {it}",
    Heard.NEARLY: "said: nearly, but something of {it} is missing",
    Heard.NO: "said: no, that is not {it}",
}
IT = {Side.RAISING: "our worry", Side.RESPONDING: "our view"}
"""What is said back of each side, as that side calls it."""

SAY_WHAT = "Say what is missing, so that they can understand it."
