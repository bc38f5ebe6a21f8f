// Most tests wait most of the time: for the network, or for a deadline to pass.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
