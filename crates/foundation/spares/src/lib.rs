//! What a stock of parts achieves: expected backorders, fill rates and the machines that stand for want of them, for
//! one store or several echelons, and the stock that buys the most for a budget.
//!
//! Numbers only: what an item is, who sells it and by which road it comes is told by the scenario.
