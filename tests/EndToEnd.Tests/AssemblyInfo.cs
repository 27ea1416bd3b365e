// Those that have programs of their own need not wait for each other. All others run alone, after them: they share one gate, or measure time.
[assembly: LevelOfParallelism(3)]
