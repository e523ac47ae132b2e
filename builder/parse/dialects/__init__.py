"""Other tools' dialects to ours, line by line, before lines are classified: notes, callouts, figures, questions, targets.

A reader takes the lines of one construct and returns lines of our language in their place, each with the number of
the line that it comes from. What has a nearest kin is read as that; what has none is named in a problem, once a kind.
What a tool hides from its readers (speaker notes, solutions, right marks) never becomes text for participants.
"""
