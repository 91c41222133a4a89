using System.Collections;
using System.Text;
using System.Xml.Serialization;
using Newtonsoft.Json;
using QuantConnect.Interfaces;
using QuantConnect.Packets;

namespace QuantConnect.Interfaces
{
    public class ObjectStoreErrorRaisedEventArgs(Exception error) : EventArgs
    {
        public Exception Error { get; } = error;
    }

    /// <summary>Files that outlive a run, by key. A key is a path with at most one dot.</summary>
    public interface IObjectStore : IDisposable, IEnumerable<KeyValuePair<string, byte[]>>
    {
        long MaxSize { get; }
        int MaxFiles { get; }
        event EventHandler<ObjectStoreErrorRaisedEventArgs> ErrorRaised;
        void Initialize(int userId, int projectId, string userToken, Controls controls, AlgorithmMode algorithmMode);
        bool ContainsKey(string path);
        byte[] ReadBytes(string path);
        bool SaveBytes(string path, byte[] contents);
        bool Delete(string path);
        string GetFilePath(string path);
        ICollection<string> Keys { get; }
        void Clear();
    }
}

namespace QuantConnect.Storage
{
    /// <summary>What an algorithm sees of the object store: bytes, text, JSON and XML by key.</summary>
    public class ObjectStore(IObjectStore store) : IObjectStore
    {
        public long MaxSize => store.MaxSize;
        public int MaxFiles => store.MaxFiles;

        public event EventHandler<ObjectStoreErrorRaisedEventArgs> ErrorRaised
        {
            add => store.ErrorRaised += value;
            remove => store.ErrorRaised -= value;
        }

        public ICollection<string> Keys => store.Keys;

        public void Initialize(int userId, int projectId, string userToken, Controls controls, AlgorithmMode algorithmMode) =>
            store.Initialize(userId, projectId, userToken, controls, algorithmMode);

        public void Clear() => store.Clear();
        public bool ContainsKey(string path) => store.ContainsKey(path);
        public byte[] ReadBytes(string path) => store.ReadBytes(path);
        public bool SaveBytes(string path, byte[] contents) => store.SaveBytes(path, contents);
        public bool Delete(string path) => store.Delete(path);

        /// <summary>A file with the object's content, to be read, or to be written and then saved with <see cref="Save(string)"/>.</summary>
        public string GetFilePath(string path) => store.GetFilePath(path);

        public string Read(string path, Encoding encoding = null) => store.ReadBytes(path) is { } bytes ? (encoding ?? Encoding.UTF8).GetString(bytes) : null;
        public string ReadString(string path, Encoding encoding = null) => Read(path, encoding);

        public T ReadJson<T>(string path, Encoding encoding = null, JsonSerializerSettings settings = null) =>
            JsonConvert.DeserializeObject<T>(Read(path, encoding), settings);

        public T ReadXml<T>(string path, Encoding encoding = null)
        {
            using var reader = System.Xml.XmlReader.Create(new StringReader(Read(path, encoding)));
            return (T)new XmlSerializer(typeof(T)).Deserialize(reader);
        }

        public bool Save(string path)
        {
            var file = GetFilePath(path);
            if (!File.Exists(file)) throw new ArgumentException($"{path}: expected content in {file}, found no file", nameof(path));
            return store.SaveBytes(path, File.ReadAllBytes(file));
        }

        public bool Save(string path, string text, Encoding encoding = null) => store.SaveBytes(path, (encoding ?? Encoding.UTF8).GetBytes(text));
        public bool SaveString(string path, string text, Encoding encoding = null) => Save(path, text, encoding);

        public bool SaveJson<T>(string path, T obj, Encoding encoding = null, JsonSerializerSettings settings = null) =>
            Save(path, JsonConvert.SerializeObject(obj, settings), encoding);

        public bool SaveXml<T>(string path, T obj, Encoding encoding = null)
        {
            using var writer = new StringWriter();
            new XmlSerializer(typeof(T)).Serialize(writer, obj);
            return Save(path, writer.ToString(), encoding);
        }

        public IEnumerator<KeyValuePair<string, byte[]>> GetEnumerator() => store.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose()
        {
            store.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}
