// Each run keeps the machine busy by itself.
[assembly: DoNotParallelize]
