// A browser keeps the machine busy by itself.
[assembly: DoNotParallelize]
