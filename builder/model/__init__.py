"""The nouns: frozen types of what authors mean, of the course and of what is made. They import core alone."""
