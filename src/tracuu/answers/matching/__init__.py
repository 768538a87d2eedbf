"""Which topic a question asks for. Pure Python and scikit-learn, no Django, usable alone.

    spelling   chat spelling, regional words and missing marks become one way of writing
    corpus     what is learnt from: ways of asking, by topic, and what must not be answered
    concepts   words that mean one thing
    features   what the classifier sees of a question
    folding    near copies of a question are never learnt and asked at once
    learning   a linear classifier, and the likest of what it learnt
    calibrating  how sure it may be of itself
    decision   answer, choose, hand over or refuse
    store      the fitted model in a file that tells what it was fitted on

`features`, `learning`, `calibrating` and `likeness` import scikit-learn, which takes a second:
whoever needs no model never waits for it.
"""
