using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Notifications;
using QuantConnect.Packets;
using QuantConnect.Util;

namespace QuantConnect.Notifications
{
    /// <summary>A message to a person. The embedded engine sends none.</summary>
    public abstract class Notification
    {
        public virtual void Send() => throw new NotSupportedException($"{GetType().Name}: the embedded engine sends no notifications");
    }
}

namespace QuantConnect.Util
{
    /// <summary>Holds the parts that a run is put together from: a live run's brokerage factories, data queue and clock.</summary>
    public class Composer
    {
        private readonly List<object> _parts = [];

        public static Composer Instance { get; } = new();

        public void AddPart<T>(T instance)
        {
            lock (_parts) _parts.Add(instance);
        }

        /// <returns>The first part of the type, or null.</returns>
        public T GetPart<T>()
        {
            lock (_parts) return _parts.OfType<T>().FirstOrDefault();
        }

        /// <returns>The part of the type that meets the condition, or null.</returns>
        public T Single<T>(Func<T, bool> predicate)
        {
            lock (_parts) return _parts.OfType<T>().SingleOrDefault(predicate);
        }

        /// <summary>Lets go of the parts of the run before.</summary>
        public void Reset()
        {
            lock (_parts) _parts.Clear();
        }
    }

    /// <summary>The thread on which genuine LEAN runs time loops; the embedded engine makes its own.</summary>
    public class WorkerThread : IDisposable
    {
#pragma warning disable CA2211 // a field in LEAN's API
        public static WorkerThread Instance = new();
#pragma warning restore CA2211

        protected WorkerThread()
        {
        }

        public virtual void Dispose() => GC.SuppressFinalize(this);
    }
}

namespace QuantConnect.Interfaces
{
    /// <summary>The connection to QuantConnect's cloud. The embedded engine makes none.</summary>
    public interface IApi : IDisposable
    {
        void Initialize(int userId, string token, string dataFolder);
    }

    /// <summary>Gives the engine its jobs.</summary>
    public interface IJobQueueHandler
    {
        void Initialize(IApi api, IMessagingHandler messagingHandler);
        AlgorithmNodePacket NextJob(out string algorithmPath);
        void AcknowledgeJob(AlgorithmNodePacket job);
    }

    public class MessagingHandlerInitializeParameters(IApi api)
    {
        public IApi Api { get; } = api;
    }

    /// <summary>Receives what the engine says while it runs.</summary>
    public interface IMessagingHandler : IDisposable
    {
        bool HasSubscribers { get; set; }
        void Initialize(MessagingHandlerInitializeParameters initializeParameters);
        void SetAuthentication(AlgorithmNodePacket job);
        void Send(Packet packet);
        void SendNotification(Notification notification);
    }
}

namespace QuantConnect.Api
{
    /// <inheritdoc cref="IApi"/>
    public class Api : IApi
    {
        public virtual void Initialize(int userId, string token, string dataFolder) { }
        public virtual void Dispose() => GC.SuppressFinalize(this);
    }
}

namespace QuantConnect.Lean.Engine.Server
{
    /// <summary>Told of a run's stages by genuine LEAN.</summary>
    public interface ILeanManager : IDisposable
    {
        void Initialize(LeanEngineSystemHandlers systemHandlers, LeanEngineAlgorithmHandlers algorithmHandlers, AlgorithmNodePacket job, AlgorithmManager algorithmManager);
        void SetAlgorithm(IAlgorithm algorithm);
        void Update();
        void OnAlgorithmStart();
        void OnAlgorithmEnd();
        void OnSecuritiesChanged(SecurityChanges changes);
    }

    /// <summary>Does nothing at any stage.</summary>
    public class LocalLeanManager : ILeanManager
    {
        public virtual void Initialize(LeanEngineSystemHandlers systemHandlers, LeanEngineAlgorithmHandlers algorithmHandlers, AlgorithmNodePacket job, AlgorithmManager algorithmManager) { }
        public virtual void SetAlgorithm(IAlgorithm algorithm) { }
        public virtual void Update() { }
        public virtual void OnAlgorithmStart() { }
        public virtual void OnAlgorithmEnd() { }
        public virtual void OnSecuritiesChanged(SecurityChanges changes) { }
        public virtual void Dispose() => GC.SuppressFinalize(this);
    }
}

namespace QuantConnect.Lean.Engine
{
    /// <summary>What the engine talks to.</summary>
    public class LeanEngineSystemHandlers(IJobQueueHandler jobQueue, IApi api, IMessagingHandler notify, ILeanManager leanManager) : IDisposable
    {
        public IApi Api { get; } = api ?? throw new ArgumentNullException(nameof(api));
        public IMessagingHandler Notify { get; } = notify ?? throw new ArgumentNullException(nameof(notify));
        public IJobQueueHandler JobQueue { get; } = jobQueue ?? throw new ArgumentNullException(nameof(jobQueue));
        public ILeanManager LeanManager { get; } = leanManager ?? throw new ArgumentNullException(nameof(leanManager));

        public void Initialize()
        {
            Api.Initialize(Globals.UserId, Globals.UserToken, Globals.DataFolder);
            Notify.Initialize(new MessagingHandlerInitializeParameters(Api));
            JobQueue.Initialize(Api, Notify);
        }

        public void Dispose()
        {
            Api.Dispose();
            Notify.Dispose();
            LeanManager.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>The parts of a run that genuine LEAN lets one replace. Those of the embedded engine are fixed, so this holds nothing.</summary>
    public class LeanEngineAlgorithmHandlers : IDisposable
    {
        private LeanEngineAlgorithmHandlers() { }
        public static LeanEngineAlgorithmHandlers FromConfiguration(Composer composer, bool researchMode = false) =>
            researchMode ? throw new NotSupportedException("researchMode: the embedded engine has no research notebooks") : new();
        public void Dispose() => GC.SuppressFinalize(this);
    }

    /// <summary>How a run stands.</summary>
    public class AlgorithmManager
    {
        public AlgorithmManager(bool liveMode, AlgorithmNodePacket job = null)
        {
            AlgorithmId = job?.AlgorithmId;
        }

        public AlgorithmStatus State { get; private set; } = AlgorithmStatus.Running;
        public string AlgorithmId { get; private set; }
        public void SetStatus(AlgorithmStatus state) => State = state;
    }
}
