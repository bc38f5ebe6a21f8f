using Messenger.Browser.Fixtures;
using Microsoft.Playwright;

namespace Messenger.Browser;

/// <summary>The page for those who do not see it, or have no pointer.</summary>
[TestClass]
public sealed class AccessibilityTests : BrowserTest
{
    [TestMethod]
    public async Task AccessibilityTree_OfARoom_NamesAllThatAPersonActsOn()
    {
        string room = await Rooms.CreateAsync("Tree");
        await Rooms.SayAsync(room, "Bob", "Hello");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await page.SeesAsync(1);
        await page.Locator($"a[data-room='{room}']").WaitForAsync().Within();

        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToMatchAriaSnapshotAsync(
            """
            - navigation "Rooms":
              - list:
                - listitem:
                  - link "Shared chat":
                    - /url: /
              - button "New room"
              - button "Alice, change your name"
            """).Within();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToMatchAriaSnapshotAsync(
            """
            - main:
              - heading "Tree" [level=1]
              - status: Connected
              - log "Tree":
                - list:
                  - listitem: Here it begins
                  - listitem: Today
                  - listitem:
                    - paragraph:
                      - text: Bob
                      - time: /\d+:\d+/
                    - text: Hello
              - text: Message
              - textbox "Message":
                - /placeholder: /Message to .*Tree/
              - button "Send" [disabled]
              - paragraph: Enter sends, Shift + Enter begins a new line
            """).Within();
    }

    [TestMethod]
    public async Task AccessibilityTree_OfTheFirstVisit_IsADialogWithAName()
    {
        IPage page = await Browser.PageAsync(null, "ru-RU");
        await page.OpenAsync(Client);

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToMatchAriaSnapshotAsync(
            """
            - dialog "Добро пожаловать!":
              - heading "Добро пожаловать!" [level=2]
              - paragraph: Как вас будут видеть другие? Имя помнит только этот браузер.
              - text: Ваше имя
              - textbox "Ваше имя"
              - button "Начать общение"
            """).Within();
    }

    [TestMethod]
    public async Task LiveRegion_AnnouncesWhatOthersSay_AndNotWhatOneSays()
    {
        string room = await Rooms.CreateAsync("Aloud");
        IPage page = await Browser.PageAsync("Alice");
        await page.OpenAsync(Client, $"/rooms/{room}");
        await Rooms.SayAsync(room, "Bob", "Hello, Alice");
        await page.UntilAsync("document.getElementById('heard').textContent === 'Bob: Hello, Alice'");

        await page.SayAsync("Hello, Bob");
        await page.SeesAsync(2);

        Assert.AreEqual("polite", await page.Locator("#heard").GetAttributeAsync("aria-live").Within());
        Assert.AreEqual("Bob: Hello, Alice", await page.Locator("#heard").TextContentAsync().Within());
    }

    [TestMethod]
    [DataRow(ReducedMotion.Reduce, false)]
    [DataRow(ReducedMotion.NoPreference, true)]
    public async Task Motion_IsThereOnlyForThoseWhoDoNotWantItReduced(ReducedMotion preference, bool expected)
    {
        IPage page = await Browser.PageAsync("Alice", new() { Locale = "en-US", ReducedMotion = preference });
        await page.OpenAsync(Client);
        await page.EvaluateAsync("document.getElementById('state').dataset.state = 'lost'").Within();

        bool[] moves = await page.EvaluateAsync<bool[]>(
            """
            () => {
              const styles = [...document.querySelectorAll('*')].flatMap(element =>
                [null, '::before', '::after'].map(pseudo => getComputedStyle(element, pseudo)));
              return [
                styles.some(style => style.transitionDuration.split(', ').some(duration => duration !== '0s')),
                styles.some(style => style.animationName !== 'none'),
                styles.some(style => style.scrollBehavior === 'smooth'),
              ];
            }
            """).Within();
        CollectionAssert.AreEqual(new[] { expected, expected, false }, moves);
    }

    [TestMethod]
    public async Task KeyboardAlone_DoesForAWholeConversation()
    {
        IPage page = await Browser.PageAsync(null);
        await page.OpenAsync(Client);

        // The name cannot be escaped from: without one nothing can be said.
        await page.Keyboard.PressAsync("Escape").Within();
        await page.Keyboard.PressAsync("Escape").Within();
        await page.UntilAsync("document.getElementById('ask').open");
        await page.UntilAsync("document.activeElement?.id === 'ask-field'");
        await page.Keyboard.TypeAsync("Kay").Within();
        await page.Keyboard.PressAsync("Enter").Within();
        await page.UntilAsync("document.activeElement?.id === 'text'");

        // Back from writing: the messages, one's name, and the button for a new room before it.
        string room = $"Kay's {Guid.NewGuid():N}";
        await page.PressUntilAsync("Shift+Tab", "new-room");
        await page.Keyboard.PressAsync("Enter").Within();
        await page.UntilAsync("document.activeElement?.id === 'ask-field'");
        await page.Keyboard.TypeAsync(room).Within();
        await page.Keyboard.PressAsync("Enter").Within();
        await page.UntilAsync($"document.getElementById('title').textContent === \"{room}\" && document.activeElement?.id === 'text'");

        await page.Keyboard.TypeAsync("one").Within();
        await page.Keyboard.PressAsync("Shift+Enter").Within();
        await page.Keyboard.TypeAsync("two").Within();
        await page.Keyboard.PressAsync("Enter").Within();
        await page.SeesAsync(1);
        Assert.AreEqual("one\ntwo", await page.TextsAsync());

        await page.Keyboard.PressAsync("Alt+ArrowUp").Within();
        await page.UntilAsync($"document.getElementById('title').textContent !== \"{room}\"");
        await page.Keyboard.PressAsync("Alt+ArrowDown").Within();
        await page.UntilAsync($"document.getElementById('title').textContent === \"{room}\"");
        await page.PressUntilAsync("Shift+Tab", "log");
    }
}
