// Most tests wait for processes more than they work.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
