"""The side of libraries of life data: Weibull fits of one sample, a third of it censored. Prints shape, scale, fits and CPU seconds.

    life_side.py write N FILE             # writes a sample for both sides: age, and 1 where it failed
    life_side.py run LIBRARY FILE         # lifelines, reliability or surpyval
"""
import sys
import time
import warnings

import numpy as np

# Fits of one run last so long, together, that the clock is fine enough.
LEAST_SECONDS = 1.0


def write(n, path):
    rng = np.random.default_rng(20261129)
    failed, left = 1000 * rng.weibull(1.8, n), 1430 * rng.weibull(1.8, n)
    ages = np.maximum(np.round(np.minimum(failed, left), 3), 0.001)
    np.savetxt(path, np.column_stack([ages, failed <= left]), fmt=["%.3f", "%d"], delimiter=",")


def of(library, ages, failed):
    if library == "lifelines":
        from lifelines import WeibullFitter
        return lambda: (lambda law: (law.rho_, law.lambda_))(WeibullFitter().fit(ages, failed))
    if library == "reliability":
        from reliability.Fitters import Fit_Weibull_2P
        dead, alive = ages[failed], ages[~failed]
        return lambda: (lambda law: (law.beta, law.alpha))(Fit_Weibull_2P(
            failures=dead, right_censored=alive, show_probability_plot=False, print_results=False))
    import surpyval
    censored = (~failed).astype(int)
    return lambda: (lambda law: (law.beta, law.alpha))(surpyval.Weibull.fit(x=ages, c=censored))


def main():
    warnings.filterwarnings("ignore")
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), sys.argv[3])
        return
    rows = np.loadtxt(sys.argv[3], delimiter=",")
    fit = of(sys.argv[2], rows[:, 0], rows[:, 1] == 1)
    # The first fit loads what a library loads late.
    shape, scale = fit()
    fits, begun = 0, time.process_time()
    while fits == 0 or time.process_time() - begun < LEAST_SECONDS:
        fit()
        fits += 1
    print(shape, scale, fits, time.process_time() - begun)


main()
