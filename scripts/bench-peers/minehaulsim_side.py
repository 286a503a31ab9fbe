"""minehaulsim's side: an 8 h shift of one of its presets, as it comes. Prints cycles and CPU seconds.

    minehaulsim_side.py write PRESET FILE    # writes the preset's specification for the other side
    minehaulsim_side.py run PRESET fast|traffic SHIFTS
"""
import sys
import time

from minehaulsim.scenarios.presets import load_preset


def main():
    spec = load_preset(sys.argv[2])
    if sys.argv[1] == "write":
        spec.to_json(sys.argv[3])
        return
    cycles, seconds = 0, 0.0
    for seed in range(int(sys.argv[4])):
        begun = time.process_time()
        cycles += spec.run(seed=seed, fast_mode=sys.argv[3] == "fast").cycles
        seconds += time.process_time() - begun
    print(cycles, seconds)


main()
