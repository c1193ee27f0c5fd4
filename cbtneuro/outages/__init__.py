"""What is away: how it is noticed, what stands in for it, what people and machines are told."""
