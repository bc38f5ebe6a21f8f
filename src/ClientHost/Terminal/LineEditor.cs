using System.Globalization;

namespace Messenger.ClientHost.Terminal;

/// <summary>The line that is being typed, and where in it the cursor is. Moves and deletes by characters as people count them.</summary>
internal sealed class LineEditor
{
    /// <summary>How long a line may become, in UTF-16 units: no message is longer.</summary>
    public const int MaxLength = 65_536;

    // How much of what is behind the cursor stays in sight, as a part of the width.
    private const int Ahead = 4;

    private int _cursor;

    /// <summary>The line.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Does what a key stands for; what stands for nothing changes nothing.</summary>
    public void Apply(ConsoleKeyInfo key)
    {
        bool isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Backspace when isControl:
            case ConsoleKey.W when isControl:
                Remove(WordStart(), _cursor);
                break;
            case ConsoleKey.Backspace:
                Remove(Previous(), _cursor);
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when isControl:
                Remove(_cursor, Next());
                break;
            case ConsoleKey.U when isControl:
                Remove(0, _cursor);
                break;
            case ConsoleKey.K when isControl:
                Remove(_cursor, Text.Length);
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when isControl:
                _cursor = Previous();
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when isControl:
                _cursor = Next();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                _cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                _cursor = Text.Length;
                break;
            default:
                Insert(key.KeyChar);
                break;
        }
    }

    /// <summary>Empties the line.</summary>
    public void Clear() => (Text, _cursor) = ("", 0);

    /// <summary>The part of the line that fits a width and has the cursor in it.</summary>
    /// <returns>What is seen, and the cursor's column in it: less than the width.</returns>
    public (TextRun Seen, int Column) View(int width)
    {
        string[] before = [.. CellWidth.ElementsOf(Text[.._cursor])];
        string[] after = [.. CellWidth.ElementsOf(Text[_cursor..])];
        int room = width - 1;
        int ahead = Math.Min(after.Sum(WidthOf), room / Ahead);
        int column = 0;
        int first = before.Length;
        while (first > 0 && column + WidthOf(before[first - 1]) <= room - ahead)
        {
            column += WidthOf(before[--first]);
        }

        int taken = 0;
        int end = column;
        while (taken < after.Length && end + WidthOf(after[taken]) <= room)
        {
            end += WidthOf(after[taken++]);
        }

        return (new TextRun(string.Concat(before.Skip(first).Concat(after.Take(taken)))), column);
    }

    private static int WidthOf(string element) => CellWidth.Of(VisibleText.Of(element));

    private void Insert(char character)
    {
        if (!char.IsControl(character) && Text.Length < MaxLength)
        {
            Text = Text.Insert(_cursor, character.ToString());
            _cursor++;
        }
    }

    private void Remove(int start, int end)
    {
        Text = Text.Remove(start, end - start);
        _cursor = start;
    }

    private int Next() => _cursor < Text.Length ? _cursor + StringInfo.GetNextTextElementLength(Text, _cursor) : _cursor;

    private int Previous()
    {
        int start = _cursor;
        for (int i = 0; i < _cursor; i += StringInfo.GetNextTextElementLength(Text, i))
        {
            start = i;
        }

        return start;
    }

    private int WordStart()
    {
        string before = Text[.._cursor].TrimEnd();
        return before.LastIndexOf(' ') + 1;
    }
}
