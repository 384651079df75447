// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {DebtHandler} from "../handlers/DebtHandler.sol";
import {GovernanceHandler} from "../handlers/GovernanceHandler.sol";
import {HolderHandler} from "../handlers/HolderHandler.sol";
import {KeeperHandler} from "../handlers/KeeperHandler.sol";
import {NuisanceHandler} from "../handlers/NuisanceHandler.sol";
import {OutageHandler} from "../handlers/OutageHandler.sol";
import {TimeHandler} from "../handlers/TimeHandler.sol";
import {VenueHandler} from "../handlers/VenueHandler.sol";
import {Fault} from "./Fault.sol";
import {TokenChecks} from "./TokenChecks.sol";
import {VenueChecks} from "./VenueChecks.sol";
import {World} from "./World.sol";

/// @title Suite
/// @notice What all suites share: the world, who is in all of them, and what must hold after every call and at the end.
abstract contract Suite {
    World internal world;
    KeeperHandler internal keeper;
    VenueHandler internal liquidators;
    address[] private _targets;

    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    /// @dev {whole usd} A long and a short; the long can be cut up, the short rarely.
    function _found(Fault fault) internal {
        world = new World(fault);
        world.list("BTC", 50_000, 1_000_000_000);
        world.create(0, 3e18, 20_000);
        world.create(0, -3e18, type(uint64).max);
    }

    function _people() internal {
        world.seed();
        world.tally().declare(_states());
        _add(address(new HolderHandler(world)));
        keeper = new KeeperHandler(world);
        _add(address(keeper));
        _add(address(new TimeHandler(world)));
        liquidators = new VenueHandler(world);
        _add(address(liquidators));
        _add(address(new GovernanceHandler(world)));
        _add(address(new NuisanceHandler(world)));
        _add(address(new OutageHandler(world)));
        _add(address(new DebtHandler(world)));
    }

    function _add(address handler) internal {
        _targets.push(handler);
    }

    /// @dev Which states must be reached; the suites add theirs.
    function _states() internal pure virtual returns (bytes32[] memory);

    function _checkAll() internal view {
        VenueChecks.check01_conservation(world);
        _checkShares();
        _checkValue(world.turn());
    }

    function _checkShares() internal view {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) TokenChecks.checkShares(world, all[i]);
    }

    function _checkValue(uint256 turn) internal view {
        ILeveragedToken[] memory all = world.tokens();
        TokenChecks.checkValue(world, all[turn % all.length]);
    }

    /// @dev The last act of each run: markets and feeds come back, and everybody leaves every token, in some order.
    function _end(string memory path) internal {
        world.recoverAll();
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            TokenChecks.check02_allCanLeave(world, all[i]);
        }
        for (uint256 i = 0; i < all.length; ++i) TokenChecks.checkValue(world, all[i]);
        _checkAll();
        world.tally().write(path);
    }
}
