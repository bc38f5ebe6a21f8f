namespace Messenger.Load.Checking;

/// <summary>What is known of one message: 48 bytes, so fields and not properties. Moments are the clock's; 0 is "not yet".</summary>
internal struct Sent
{
    /// <summary>When it should have been sent: latency counts from here.</summary>
    public long Due;

    /// <summary>A moment before its send began.</summary>
    public long Started;

    /// <summary>A moment after its send was answered with OK.</summary>
    public long Completed;

    /// <summary>Nanoseconds since 1970, as the server said first, be it in its answer or on a stream.</summary>
    public long SendTime;

    /// <summary>Its place in the common order, counted from 1.</summary>
    public int Place;

    /// <summary>How many streams, and the answer, it is still to come from.</summary>
    public int Missing;

    /// <summary>Who sent it.</summary>
    public int Sender;

    /// <summary>The stream that gave it its place.</summary>
    public int FirstStream;
}
