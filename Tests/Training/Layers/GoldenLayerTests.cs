using System.Text.Json;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Collapses;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>Layers against DeepDow's own values and gradients, corrected where DeepDow is wrong.</summary>
[Collection(TorchCollection.Name)]
public sealed class GoldenLayerTests
{
    private const string Golden = "deepdow_layers.json";

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, c => !c.Text("layer").StartsWith("KMeans", StringComparison.Ordinal)
        && c.Text("layer") is not ("NumericalMarkowitz" or "NumericalRiskBudgeting"));

    /// <summary>Those that run to the end.</summary>
    public static TheoryData<string> Clusterings() => GoldenTensors.Ids(Golden, c => c.Text("layer") == "KMeans" && c.GetProperty("args").GetProperty("max_iter").GetInt32() == 30);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ReferenceInputs_EqualsDeepDowOrItsCorrection(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        var single = json.Text("dtype") == "float32";
        using var layer = Create(json).to(single ? float32 : float64);
        Load(layer, json);
        var inputs = json.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => GoldenTensors.ToTensor(p.Value).requires_grad_());
        var output = Run(layer, [.. inputs.Values]);

        var corrected = json.Find("expected_fixed");
        var tolerance = json.Find("solver") != null ? 1e-7 : single ? 1e-5 : 1e-11;
        GoldenTensors.AssertClose(corrected?.Find("output") ?? corrected ?? json.GetProperty("output"), output, tolerance, id);

        // Attention's defect is a factor; the others with corrections carry their gradients.
        var factor = json.Find("defect")?.GetString() == "attention_extra_mean" ? inputs["x"].shape[2] : 1;
        if (json.Find("grad_inputs") is not { } gradients)
            return;
        GoldenTensors.Weighted(output).backward();
        foreach (var (name, input) in inputs)
            if ((corrected?.Find($"grad_{name}") ?? gradients.Find(name)) is { } gradient)
                Compare(gradient, input.grad!, factor, $"{id} gradient of {name}");
        if (json.Find("grad_parameters") is { } parameters)
            foreach (var (name, parameter) in layer.named_parameters())
                if (parameters.Find(name) is { } gradient)
                    Compare(gradient, parameter.grad!, factor, $"{id} gradient of {name}");
        if (corrected?.Find("grad_forgetting_factor") is { } factorGradient && layer.parameters().Any())
            Compare(factorGradient, layer.parameters().Single().grad!, 1, $"{id} gradient of the factor");

        void Compare(JsonElement expected, Tensor found, double times, string what) =>
            GoldenTensors.AssertClose([.. GoldenTensors.Data(expected).Select(v => v * times)], found, single ? 2e-5 : 1e-11, what);
    }

    [Theory]
    [MemberData(nameof(Clusterings))]
    public void KMeans_ReferenceRows_EqualsDeepDow(string id)
    {
        var json = GoldenTensors.Case(Golden, id);
        var (inputs, outputs) = (json.GetProperty("inputs"), json.GetProperty("outputs"));
        var rows = GoldenTensors.Data(inputs.GetProperty("x"));
        var (labels, centres) = (new int[rows.Length / 3], GoldenTensors.Data(inputs.GetProperty("manual_init")));
        KMeans.Refine(rows, labels, centres, 3);

        Assert.Equal(GoldenTensors.Data(outputs.GetProperty("cluster_ixs")), labels.Select(label => (double)label));
        foreach (var (expected, found) in GoldenTensors.Data(outputs.GetProperty("cluster_centers")).Zip(centres))
            GoldenFile.AssertClose(expected, found, json.Text("dtype") == "float64" ? 1e-12 : 1e-6);
    }

    internal static void Load(nn.Module module, JsonElement json)
    {
        if (json.Find("parameters") is not { } parameters)
            return;
        var state = module.state_dict();
        using var still = no_grad();
        foreach (var parameter in parameters.EnumerateObject())
            state[parameter.Name].copy_(GoldenTensors.ToTensor(parameter.Value));
    }

    private static Tensor Run(nn.Module layer, Tensor[] inputs) => layer switch
    {
        CovarianceMatrix covariance when inputs.Length == 2 => covariance.call(inputs[0], inputs[1]),
        SoftmaxAllocator softmax when inputs.Length == 2 => softmax.call(inputs[0], inputs[1]),
        _ => LayerContract.Call(layer, inputs),
    };

    private static nn.Module Create(JsonElement json)
    {
        var args = json.GetProperty("args");
        int Integer(string name) => args.GetProperty(name).GetInt32();
        double? Number(string name) => args.Find(name)?.GetDouble();
        using var generator = new Generator(1);
        return json.Text("layer") switch
        {
            "Conv" when args.Text("method") == "1D" => new Convolution1d(Integer("n_input_channels"), Integer("n_output_channels"), generator, Integer("kernel_size")),
            "Conv" => new Convolution2d(Integer("n_input_channels"), Integer("n_output_channels"), generator, Integer("kernel_size")),
            "RNN" => new RecurrentTransform(
                Integer("n_channels"), Integer("hidden_size"), args.Text("cell_type") == "LSTM" ? RecurrentCell.Lstm : RecurrentCell.Simple, generator,
                args.GetProperty("bidirectional").GetBoolean(), Integer("n_layers")),
            "Warp" => new Warp(Mode(args), Outside(args)),
            "Zoom" => new Zoom(Mode(args), Outside(args)),
            "AverageCollapse" => new AverageCollapse(Integer("collapse_dim")),
            "SumCollapse" => new SumCollapse(Integer("collapse_dim")),
            "MaxCollapse" => new MaxCollapse(Integer("collapse_dim")),
            "ElementCollapse" => new ElementCollapse(Integer("collapse_dim"), Integer("element_ix")),
            // DeepDow takes 0 for a learned 0.5.
            "ExponentialCollapse" => new ExponentialCollapse(Number("forgetting_factor") is { } f and not 0 ? f : null, Integer("collapse_dim")),
            "AttentionCollapse" => new AttentionCollapse(Integer("n_channels"), generator),
            "CovarianceMatrix" => new CovarianceMatrix(Target(args.Find("shrinkage_strategy")?.GetString()), Number("shrinkage_coef") ?? 0.5, args.GetProperty("sqrt").GetBoolean()),
            "Cov2Corr" => new CovarianceToCorrelation(),
            "MultiplyByConstant" => new MultiplyByConstant(Integer("dim_size"), Integer("dim_ix")),
            "AnalyticalMarkowitz" => new AnalyticalMarkowitz(),
            "NCO" => new NestedClusters(Integer("n_clusters"), seed: 3),
            "SoftmaxAllocator" => new SoftmaxAllocator(Number("temperature") ?? 1, Number("max_weight")),
            "SparsemaxAllocator" => new SparsemaxAllocator(Number("temperature") ?? 1, Number("max_weight") ?? 1),
            "WeightNorm" => new WeightNormalisation(Integer("n_assets")),
            var other => throw new InvalidDataException($"layer {other} is not expected"),
        };
    }

    private static GridSampleMode Mode(JsonElement args) => args.Text("mode") == "nearest" ? GridSampleMode.Nearest : GridSampleMode.Bilinear;

    private static GridSamplePaddingMode Outside(JsonElement args) => args.Text("padding_mode") switch
    {
        "zeros" => GridSamplePaddingMode.Zeros,
        "border" => GridSamplePaddingMode.Border,
        _ => GridSamplePaddingMode.Reflection,
    };

    private static ShrinkageTarget Target(string? strategy) => strategy switch
    {
        null => ShrinkageTarget.None,
        "diagonal" => ShrinkageTarget.Diagonal,
        "identity" => ShrinkageTarget.Identity,
        _ => ShrinkageTarget.ScaledIdentity,
    };
}
