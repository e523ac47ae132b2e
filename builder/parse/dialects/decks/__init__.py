"""Files that are made to be presented: slides of reveal.js, remark and Marp, and courses of LiaScript."""
