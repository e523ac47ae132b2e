"""What every room stands on: source text with places in it, problems, validated records, small typography."""
