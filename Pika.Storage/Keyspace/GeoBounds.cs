namespace Pika.Storage.Keyspace;

/// <summary>A range of longitudes and latitudes, degrees.</summary>
internal readonly record struct GeoBounds(double West, double South, double East, double North);
