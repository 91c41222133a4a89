return await LeanDeep.Cli.CommandLine.RunAsync(args, Console.Out, Console.Error);
