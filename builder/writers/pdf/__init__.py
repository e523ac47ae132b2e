"""Convert HTML to tagged PDF with WeasyPrint; the structure tree and the form fields are our own."""
