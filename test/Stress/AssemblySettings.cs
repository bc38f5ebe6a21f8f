// Each scenario keeps every core busy by itself.
[assembly: DoNotParallelize]
