using System.Linq.Expressions;

namespace Akka.Actor;

/// <summary>How to make an actor and where to run it. Immutable.</summary>
public partial class Props : IEquatable<Props>
{
    /// <summary>An actor that handles nothing.</summary>
    public static readonly Props Empty = Create<EmptyActor>();

    public static readonly Props None = Empty;

    private readonly IIndirectActorProducer _producer;

    private Props(IIndirectActorProducer producer, object?[] arguments, SupervisorStrategy? strategy)
    {
        _producer = producer;
        Arguments = arguments!;
        SupervisorStrategy = strategy!;
        Dispatcher = "";
        Mailbox = "";
    }

    protected Props(Props copy)
    {
        _producer = copy._producer;
        Arguments = copy.Arguments;
        SupervisorStrategy = copy.SupervisorStrategy;
        Dispatcher = copy.Dispatcher;
        Mailbox = copy.Mailbox;
        Router = copy.Router;
    }

    public Type Type => _producer.ActorType;

    public string TypeName => Type.AssemblyQualifiedName!;

    public object[] Arguments { get; }

    /// <summary>The path of the dispatcher's configuration; empty for the default one.</summary>
    public string Dispatcher { get; private init; }

    /// <summary>The path of the mailbox's configuration; empty for the dispatcher's or the default one.</summary>
    public string Mailbox { get; private init; }

    /// <summary>How the actor supervises its children, unless it says so itself; null for the default.</summary>
    public SupervisorStrategy SupervisorStrategy { get; private init; }

    /// <summary>Set if a router is to be made in place of the actor.</summary>
    internal Internal.IRouterFactory? Router { get; private init; }

    /// <summary>The actor that <c>() =&gt; new T(...)</c> makes. The arguments are evaluated once, now.</summary>
    /// <exception cref="ArgumentException">The expression is not a constructor call.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is UnaryExpression)
            throw new ArgumentException("Do not create actors by casting types to ActorBase", nameof(factory));
        var call =
            factory.Body as NewExpression
            ?? throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        var arguments = call.Arguments.Select(ExpressionValues.Evaluate).ToArray();
        return new Props(new ConstructorProducer(typeof(TActor), call.Constructor, arguments), arguments, supervisorStrategy);
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => Create(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(new ConstructorProducer(typeof(TActor), constructor: null, []), [], supervisorStrategy);

    public static Props Create(Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new Props(new ConstructorProducer(type, constructor: null, args), args, strategy: null);
    }

    public static Props CreateBy<TProducer>(params object[] args)
        where TProducer : class, IIndirectActorProducer =>
        new((IIndirectActorProducer)Activator.CreateInstance(typeof(TProducer), args)!, args, strategy: null);

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => new(producer, args, strategy: null);

    public Props WithDispatcher(string dispatcher) => new(this) { Dispatcher = dispatcher };

    public Props WithMailbox(string mailbox) => new(this) { Mailbox = mailbox };

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(this) { SupervisorStrategy = supervisorStrategy };

    internal Props WithRouterFactory(Internal.IRouterFactory? router) => new(this) { Router = router };

    /// <summary>Makes an incarnation. Only the actor's cell may call this.</summary>
    public virtual ActorBase NewActor() => _producer.Produce();

    internal void Release(ActorBase actor) => _producer.Release(actor);

    public bool Equals(Props? other) =>
        other is not null
        && other.Type == Type
        && other.Dispatcher == Dispatcher
        && other.Mailbox == Mailbox
        && Equals(other.Router, Router)
        && other.Arguments.SequenceEqual(Arguments);

    public override bool Equals(object? obj) => Equals(obj as Props);

    public override int GetHashCode() => HashCode.Combine(Type, Dispatcher, Mailbox);

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
