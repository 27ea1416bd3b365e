// Those that mostly wait, and have programs of their own, need not wait for each other. All others run alone, after them: some measure time.
[assembly: LevelOfParallelism(2)]
