using Google.Protobuf.Reflection;

namespace Messenger.ServerHost;

/// <summary>The files of contracts, those that they import among them, by their names and by what they declare. It does not change.</summary>
internal sealed class ContractIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly HashSet<string> _messages = [];

    /// <summary>Indexes the files, and all that they import, directly or not.</summary>
    public ContractIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (FileDescriptor file in files.SelectMany(WithImports))
        {
            if (_files.TryAdd(file.Name, file))
            {
                Add(file);
            }
        }
    }

    /// <summary>A file, and all that it imports, directly or not, each once.</summary>
    public static IReadOnlyCollection<FileDescriptor> WithImports(FileDescriptor file)
    {
        // By name: of two files of one name the second would be the first.
        Dictionary<string, FileDescriptor> found = new() { [file.Name] = file };
        var next = new Queue<FileDescriptor>([file]);
        while (next.TryDequeue(out FileDescriptor? importing))
        {
            foreach (FileDescriptor imported in importing.Dependencies.Where(imported => found.TryAdd(imported.Name, imported)))
            {
                next.Enqueue(imported);
            }
        }

        return found.Values;
    }

    /// <summary>The file of a name; null if there is none.</summary>
    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    /// <summary>
    /// The file that declares a symbol, by its full name: a service, a method, a message, a field, a oneof, an enum or one of its values, whose names
    /// stand beside the enum's. Null if there is none.
    /// </summary>
    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    /// <summary>Whether there is a message of this full name.</summary>
    public bool HasMessage(string fullName) => _messages.Contains(fullName);

    private void Add(FileDescriptor file)
    {
        foreach (ServiceDescriptor service in file.Services)
        {
            Add(service);
            AddAll(service.Methods);
        }

        AddMessages(file.MessageTypes);
        AddEnums(file.EnumTypes);
    }

    private void AddMessages(IEnumerable<MessageDescriptor> messages)
    {
        foreach (MessageDescriptor message in messages)
        {
            Add(message);
            _messages.Add(message.FullName);
            AddAll(message.Fields.InDeclarationOrder());
            AddAll(message.Oneofs);
            AddMessages(message.NestedTypes);
            AddEnums(message.EnumTypes);
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptor> enums)
    {
        foreach (EnumDescriptor type in enums)
        {
            Add(type);
            string scope = type.FullName[..^type.Name.Length];
            foreach (EnumValueDescriptor value in type.Values)
            {
                _symbols[scope + value.Name] = type.File;
            }
        }
    }

    private void AddAll(IEnumerable<IDescriptor> symbols)
    {
        foreach (IDescriptor symbol in symbols)
        {
            Add(symbol);
        }
    }

    private void Add(IDescriptor symbol) => _symbols[symbol.FullName] = symbol.File;
}
