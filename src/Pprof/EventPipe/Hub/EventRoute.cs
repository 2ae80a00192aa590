namespace Pprof.EventPipe.Hub;

/// <summary>Where events of one kind go.</summary>
/// <param name="Subscription">Who wants them.</param>
/// <param name="IsContinued">It got them from the session before as well, so that copies must be told apart.</param>
internal readonly record struct EventRoute(EventSubscription Subscription, bool IsContinued);
