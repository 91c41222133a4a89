namespace LeanDeep.Training.Experiments;

/// <summary>Adds up what is done, from all threads.</summary>
internal sealed class ProgressBoard(
    IReadOnlyList<TrainingTask> tasks, double[] units, int threads, WorkEstimate estimate, IProgress<TrainingProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly int[] _done = new int[tasks.Count];

    /// <summary>So many epochs of a task need no training.</summary>
    public void Found(int index, int epochs)
    {
        lock (_lock)
            _done[index] += epochs;
    }

    /// <param name="index">Of the task.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="days">Its daily correlations.</param>
    public void Trained(int index, int epoch, double seconds, double[] days)
    {
        estimate.Add(tasks[index].Configuration, units[index], seconds);
        lock (_lock)
        {
            _done[index]++;
            if (progress == null)
                return;
            double all = 0, left = 0;
            int done = 0, total = 0;
            for (var i = 0; i < _done.Length; i++)
            {
                var each = estimate.Seconds(tasks[i].Configuration, units[i]);
                all += each * tasks[i].Epochs;
                left += each * (tasks[i].Epochs - _done[i]);
                done += _done[i];
                total += tasks[i].Epochs;
            }
            var mean = days.Where(d => !double.IsNaN(d)).DefaultIfEmpty(double.NaN).Average();
            progress.Report(new TrainingProgress(done, total, 1 - left / all, TimeSpan.FromSeconds(left / threads), tasks[index], epoch, mean));
        }
    }
}
