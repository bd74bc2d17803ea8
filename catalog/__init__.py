"""What can be recommended: brands, their product types, products and offers. It knows nothing of quizzes."""
