namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Replication() =>
        [
            new ValueDirective<int>(
                "replica-priority",
                Kind.Integer(0, int.MaxValue),
                c => c.ReplicaPriority,
                (c, v) => c.ReplicaPriority = v,
                "Sentinel promotes the replica with the lowest number; 0 is never promoted."
            )
            {
                Settable = true,
                Aliases = ["slave-priority"],
            },
            new FixedDirective("replica-read-only", "yes", "a replica takes writes from its master only", "Always yes.")
            {
                Settable = true,
                Aliases = ["slave-read-only"],
            },
        ];
}
