"""Which topic a question asks for. Pure Python and scikit-learn, no Django, usable alone.

    spelling   chat spelling, regional words and missing marks become one way of writing
    corpus     what is learnt from: ways of asking, by topic, and what must not be answered
    learning   a linear classifier over letters and words, and how sure it may be of itself
    decision   answer, choose, hand over or refuse
    store      the fitted model in a file that tells what it was fitted on

Only `learning` imports scikit-learn, which takes a second: whoever needs no model never waits for it.
"""
