namespace LeanDeep.Training.WalkForward;

/// <summary>What to do where config or data are not those that a run began with.</summary>
public enum ChangedInputs
{
    /// <summary>Say what differs and end.</summary>
    Refuse,

    /// <summary>Make again what depends on the difference.</summary>
    MakeAgain,

    /// <summary>Where bars were only adjusted, for a split or a dividend, keep the rolls that were trained: they are the models that were there. Refuse anything else.</summary>
    KeepAdjusted,
}
