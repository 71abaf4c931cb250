"""What readers find wrong with a public record, and what they are answered."""
