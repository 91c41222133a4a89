namespace QuantConnect.Data;

/// <summary>What a source of custom data holds.</summary>
public enum FileFormat
{
    /// <summary>A point a line.</summary>
    Csv,
    Binary,
    /// <summary>The names of a zip archive's entries, a point a name.</summary>
    ZipEntryName,
    /// <summary>A collection of points a line, handed on point by point.</summary>
    UnfoldingCollection,
    Index,
    /// <summary>A point a line; those of one time are handed on together.</summary>
    FoldingCollection,
}

/// <summary>Where a day's custom data lies, and how it is written there.</summary>
public class SubscriptionDataSource : IEquatable<SubscriptionDataSource>
{
    public SubscriptionDataSource(string source) : this(source, DefaultMedium(source))
    {
    }

    public SubscriptionDataSource(string source, SubscriptionTransportMedium transportMedium) : this(source, transportMedium, FileFormat.Csv)
    {
    }

    public SubscriptionDataSource(string source, SubscriptionTransportMedium transportMedium, FileFormat format) : this(source, transportMedium, format, null)
    {
    }

    public SubscriptionDataSource(string source, SubscriptionTransportMedium transportMedium, FileFormat format, IEnumerable<KeyValuePair<string, string>> headers)
    {
        Source = source;
        TransportMedium = transportMedium;
        Format = format;
        Headers = headers?.ToList() ?? [];
    }

    /// <summary>Whether the source is not in order of time and is to be put in order.</summary>
    public bool Sort { get; set; }

    /// <summary>A path or a key of the object store; of a zip archive, <c>archive.zip#entry</c> names one entry.</summary>
    public string Source { get; init; }

    public FileFormat Format { get; init; }
    public SubscriptionTransportMedium TransportMedium { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public bool Equals(SubscriptionDataSource other) =>
        other is not null && Source == other.Source && TransportMedium == other.TransportMedium && Headers.SequenceEqual(other.Headers);

    public override bool Equals(object obj) => Equals(obj as SubscriptionDataSource);

    public override int GetHashCode() => HashCode.Combine(Source, TransportMedium);

    public static bool operator ==(SubscriptionDataSource left, SubscriptionDataSource right) => Equals(left, right);

    public static bool operator !=(SubscriptionDataSource left, SubscriptionDataSource right) => !Equals(left, right);

    public override string ToString() => $"{TransportMedium}: {Format} {Source}";

    private static SubscriptionTransportMedium DefaultMedium(string source) =>
        source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? SubscriptionTransportMedium.RemoteFile
            : SubscriptionTransportMedium.LocalFile;
}
