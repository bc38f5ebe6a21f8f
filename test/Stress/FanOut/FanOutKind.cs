namespace Messenger.Stress;

/// <summary>What a scenario runs on.</summary>
public enum FanOutKind
{
    Hub,

    /// <summary>The twin without a defect: what it passes is what the defects of its brothers fail.</summary>
    SoundTwin,
}
