namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        public static partial class functional
        {
            /// <summary>Jacobians of several outputs with respect to several inputs, by one backward pass for each output element.</summary>
            /// <returns>For each output, for each input: a tensor of the output's shape followed by the input's.</returns>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
            {
                using var scope = NewDisposeScope();
                using var recorded = enable_grad();
                var leaves = Array.ConvertAll(inputs, input => input.detach().requires_grad_());
                var jacobians = new List<Tensor>();
                foreach (var output in function(leaves))
                {
                    var flat = output.reshape(-1);
                    var rows = new Tensor[flat.numel()][];
                    for (var j = 0; j < rows.Length; j++)
                        rows[j] = [.. grad([flat[j]], leaves, retain_graph: true, allow_unused: true)
                            .Zip(leaves, (gradient, leaf) => gradient.IsInvalid ? zeros_like(leaf) : gradient)];
                    for (var k = 0; k < leaves.Length; k++)
                        jacobians.Add(stack(rows.Select(row => row[k])).view([.. output.shape, .. leaves[k].shape]).MoveToOuterDisposeScope());
                }
                return jacobians;
            }

            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs) => jacobian((Tensor[] x) => new[] { function(x[0]) }, [inputs]).Single();

            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) => jacobian((Tensor[] x) => function(x[0]), [inputs]);

            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) =>
                jacobian((Tensor[] x) => new[] { function(x) }, inputs);
        }
    }
}
