namespace Messenger.ClientHost.Terminal;

/// <summary>The Russian texts.</summary>
internal static class Russian
{
    public static Texts Texts { get; } = new()
    {
        AskName = "Введите ваше имя:",
        BlankName = "Имя не может быть пустым.",
        Menu = "=== Меню ===",
        MenuCreate = "1. Создать комнату",
        MenuList = "2. Список комнат",
        MenuJoin = "3. Войти в комнату по ID",
        MenuHistory = "4. История комнаты по ID",
        MenuLeave = "5. Выход",
        AskChoice = "Выберите действие (1–5):",
        WrongChoice = "Неверный выбор: введите число от 1 до 5.",
        AskRoomName = "Введите название комнаты:",
        BlankRoomName = "Название комнаты не может быть пустым.",
        AskRoomId = "Введите ID комнаты:",
        BlankRoomId = "ID комнаты не может быть пустым.",
        BackToMenu = "Нажмите Enter, чтобы вернуться в меню.",
        RoomCreated = "Создана комната: {0} ({1})",
        Rooms = "Доступные комнаты:",
        NoRooms = "Комнат пока нет.",
        UnknownRoom = "Комната {0} не найдена.",
        RoomHistory = "=== История комнаты {0} ===",
        History = "История комнаты {0}:",
        NoMessages = "Сообщений пока нет.",
        OlderLeftOut = "Более старые сообщения опущены, показаны последние: {0}.",
        RoomHint = "Введите сообщение (quit — вернуться в меню):",
        ConnectionLost = "Связь с сервером потеряна, переподключаемся…",
        ConnectionBack = "Связь с сервером восстановлена.",
        HistoryAnew = "На сервере теперь другая история, она загружена заново.",
        NotSent = "Не отправлено, нет связи с сервером: {0}",
        NotAnswered = "Ответа нет, возможно, не отправлено: {0}",
        SendFailed = "Возможно, не отправлено ({0}): {1}",
        SendRefused = "Не отправлено, сервер отказал ({0}): {1}",
        Refused = "Сервер отказал: {0}",
        Unreachable = "Сервер {0} недоступен. {1}",
        NoAnswer = "Сервер {0} не отвечает.",
        ServerFailed = "Ошибка сервера: {0}",
        OutputFailed = "Вывод невозможен: {0}",
        Goodbye = "До свидания, {0}!",
    };
}
