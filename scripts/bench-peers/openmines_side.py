"""OpenMines' side: one shift of a mine with its own dispatcher and hazards. Prints cycles and CPU seconds.

Only `Mine.start` is timed. Its summary and its frames for animation are left out, to its advantage.
"""
import contextlib
import io
import json
import os
import sys
import tempfile
import time

CONFIG = os.path.abspath(sys.argv[1])
os.environ.setdefault("MPLBACKEND", "Agg")
os.chdir(tempfile.mkdtemp(prefix="openmines-"))

import numpy as np  # noqa: E402
from openmines.src.charging_site import ChargingSite  # noqa: E402
from openmines.src.dispatch_algorithms.shortest_trip_dispatcher import ShortestTripDispatcher  # noqa: E402
from openmines.src.dump_site import DumpSite, Dumper  # noqa: E402
from openmines.src.load_site import LoadSite, Shovel  # noqa: E402
from openmines.src.mine import Mine  # noqa: E402
from openmines.src.road import Road  # noqa: E402
from openmines.src.truck import Truck  # noqa: E402


def build(config):
    """The mine of a configuration, as the peer's own command line builds it."""
    mine = Mine(config["mine"]["name"], log_path=os.getcwd(), log_file_level=60, log_console_level=60)
    mine.add_dispatcher(ShortestTripDispatcher())
    site = ChargingSite(config["charging_site"]["name"], position=config["charging_site"]["position"])
    for kind in config["charging_site"]["trucks"]:
        for nth in range(kind["count"]):
            site.add_truck(Truck(name=f"{kind['type']}{nth + 1}", truck_capacity=kind["capacity"],
                                 truck_speed=kind["speed"]))
    for load in config["load_sites"]:
        load_site = LoadSite(name=load["name"], position=load["position"])
        for shovel in load["shovels"]:
            load_site.add_shovel(Shovel(name=shovel["name"], shovel_tons=shovel["tons"],
                                        shovel_cycle_time=shovel["cycle_time"], position_offset=(0, 0)))
        load_site.add_parkinglot(position_offset=(0, 0), name=load["name"] + " parking")
        mine.add_load_site(load_site)
    for dump in config["dump_sites"]:
        dump_site = DumpSite(dump["name"], position=dump["position"])
        for dumpers in dump["dumpers"]:
            for nth in range(dumpers["count"]):
                dump_site.add_dumper(Dumper(name=f"{dump['name']} {nth}", dumper_cycle_time=dumpers["cycle_time"],
                                            position_offset=(0, 0)))
        dump_site.add_parkinglot(position_offset=(0, 0), name=dump["name"] + " parking")
        mine.add_dump_site(dump_site)
    road = config["road"]
    mine.add_road(Road(l2d_road_matrix=np.array(road["l2d_road_matrix"]),
                       d2l_road_matrix=np.array(road["d2l_road_matrix"]),
                       charging_to_load_road_matrix=road["charging_to_load_road_matrix"],
                       road_event_params=road.get("road_event_params", {})))
    mine.add_charging_site(site)
    mine.summary = lambda: None
    mine.dump_frames = lambda total_time: None
    return mine


def main():
    with open(CONFIG, encoding="utf-8") as file:
        config = json.load(file)
    with contextlib.redirect_stdout(io.StringIO()):
        mine = build(config)
        begun = time.process_time()
        mine.start(total_time=config["sim_time"])
        seconds = time.process_time() - begun
    cycles = sum(dumper.service_count for site in mine.dump_sites for dumper in site.dumper_list)
    print(cycles, seconds)


main()
