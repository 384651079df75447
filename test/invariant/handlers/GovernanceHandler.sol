// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {VenueScenario} from "../../../contracts/mocks/venue/VenueScenario.sol";
import {Fees, Limits, Phase} from "../../../contracts/types/Token.sol";
import {Invariant} from "../base/Invariant.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title GovernanceHandler
/// @notice Guardian and governor doing what they may, and trying what they may not; and the exchange's own misfortunes.
contract GovernanceHandler is Handler {
    using Sights for Sight;

    /// @dev The most tokens there may be: the world stays small.
    uint256 private constant MAX_TOKENS = 7;

    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](11);
        names[0] = "pause";
        names[1] = "unpause";
        names[2] = "set fees";
        names[3] = "fees refused";
        names[4] = "set limits";
        names[5] = "wind down";
        names[6] = "successor";
        names[7] = "scenario";
        names[8] = "open-interest cap";
        names[9] = "power refused";
        names[10] = "recovery";
    }

    /// @dev All of it in one, so that it does not happen more often than what holders do.
    function govern(uint256 what, uint256 which, uint256 x, uint256 y) external observed {
        what %= 7;
        if (what < 3) _setFees(which, uint24(x), uint16(x >> 24), uint16(y));
        else if (what < 5) _setLimits(which, x, y);
        else if (what == 5) _windDown(which);
        else _overreach(which, x);
    }

    /// @dev What goes on at the exchange, and what the guardian makes of it; as often it is over.
    function disturb(uint256 what, uint256 which, uint256 x, uint256 y) external observed {
        what %= 8;
        if (what == 0) _pause(which);
        else if (what < 3) _unpause();
        else if (what < 5) _scenario(which, uint8(x), uint8(x >> 8), uint24(y));
        else if (what < 7) _recover();
        else _setOpenInterestCap(which, uint40(x));
    }

    function _pause(uint256 tokenSeed) private {
        ILeveragedToken token = _token(tokenSeed);
        (bool ok, bytes memory result) = _callAs(
            world.guardian(),
            address(factory),
            abi.encodeCall(ILeveragedTokenFactory.pauseMint, (token))
        );
        if (!ok) revert Invariant.UnexpectedRevert("pause", result);
        Invariant.equal(16, "paused, yet mintable", token.maxDeposit(address(0)), 0);
        world.did("pause");
    }

    function _unpause() private {
        ILeveragedToken[] memory all = world.tokens();
        for (uint256 i = 0; i < all.length; ++i) {
            _must(abi.encodeCall(ILeveragedTokenFactory.unpauseMint, (all[i])));
        }
        world.did("unpause");
    }

    /// @dev The old fee accrues before the new one counts.
    function _setFees(uint256 tokenSeed, uint24 management, uint16 mintPpm, uint16 redeemPpm) private {
        ILeveragedToken token = _token(tokenSeed);
        Fees memory fees = Fees(management % 130_000, mintPpm % 12_000, redeemPpm % 12_000);
        uint256 supply = token.effectiveSupply();
        (bool ok, bytes memory result) = _govern(
            address(factory),
            abi.encodeCall(ILeveragedTokenFactory.setFees, (token, fees))
        );
        Invariant.equal(9, "new fees changed the supply", token.effectiveSupply(), supply);
        bool isWithinCaps = fees.managementPpmPerYear <= 100_000 && fees.mintPpm <= 10_000 && fees.redeemPpm <= 10_000;
        Invariant.holds(16, "a fee beyond its cap", isWithinCaps || !ok);
        if (ok) return world.did("set fees");
        bytes4 error_ = bytes4(result);
        bool isExpected =
            (error_ == ILeveragedToken.LeveragedToken_FeeAboveCap.selector && !isWithinCaps) ||
                error_ == ILeveragedTokenFactory.Factory_FeesBelowArbitrageBound.selector;
        if (!isExpected) revert Invariant.UnexpectedRevert("set fees", result);
        world.did("fees refused");
    }

    function _setLimits(uint256 tokenSeed, uint256 capacity, uint256 maxTrade) private {
        Limits memory limits = Limits(
            uint32(_amount(capacity, 1_000, 1_000_000_000)),
            uint64(_amount(maxTrade, 1_000, 100_000_000))
        );
        _must(abi.encodeCall(ILeveragedTokenFactory.setLimits, (_token(tokenSeed), limits)));
        world.did("set limits");
    }

    /// @dev Rare, or nothing would be left to act upon; a successor takes the symbol where there is room for it.
    function _windDown(uint256 tokenSeed) private {
        ILeveragedToken token = _token(tokenSeed);
        Sight memory b = world.look(token);
        uint256 owned = collateral.balanceOf(address(world));
        (bool ok, bytes memory result) = _govern(
            address(factory),
            abi.encodeCall(ILeveragedTokenFactory.windDown, (token, 0))
        );
        Invariant.equal(16, "the governor got holders' money", collateral.balanceOf(address(world)), owned);
        if (ok) {
            if (b.isLive()) Invariant.atMost(2, "settled with more than equity", token.settledAssets(), b.mostPaid());
            world.did("wind down");
        } else {
            bytes4 error_ = bytes4(result);
            bool isExpected =
                (error_ == ILeveragedToken.LeveragedToken_Settled.selector && b.phase == Phase.Settled) ||
                    (error_ == IFuturesVenue.FuturesVenue_OutageTooShort.selector && !b.isLive());
            if (!isExpected) revert Invariant.UnexpectedRevert("wind down", result);
        }
        if (token.state().phase == Phase.Settled) _succeed(token);
    }

    function _scenario(uint256 marketSeed, uint8 halted, uint8 failing, uint24 spread) private {
        world.play(
            marketSeed % world.marketCount(),
            halted % 2 == 0,
            failing % 4 == 0,
            spread % 2 == 0 ? 0 : spread % 15_000
        );
        world.did("scenario");
    }

    /// @dev Every market and feed back to work, so that not all that follows is refused.
    function _recover() private {
        world.recoverAll();
        world.did("recovery");
    }

    function _setOpenInterestCap(uint256 marketSeed, uint40 cap) private {
        bytes32 id = world.marketAt(marketSeed % world.marketCount()).id;
        uint256 most = venue.marketState(id).capacity.depth / 10;
        (bool ok, bytes memory result) = _govern(
            address(venue),
            abi.encodeCall(VenueScenario.setOpenInterestCap, (id, uint40(_within(cap, most / 20, most))))
        );
        if (!ok) revert Invariant.UnexpectedRevert("open-interest cap", result);
        world.did("open-interest cap");
    }

    /// @dev Governor and guardian go to the token itself, the guardian to what is the governor's, and a stranger anywhere.
    function _overreach(uint256 tokenSeed, uint256 what) private {
        ILeveragedToken token = _token(tokenSeed);
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(ILeveragedToken.windDown, (0));
        calls[1] = abi.encodeCall(ILeveragedToken.setFees, (Fees(0, 0, 0)));
        calls[2] = abi.encodeCall(ILeveragedToken.setMintPaused, (true));
        calls[3] = abi.encodeCall(ILeveragedToken.setLimits, (Limits(0, 0)));
        calls[4] = abi.encodeWithSignature("payMargin(uint256)", 1);
        bytes memory data = calls[what % 5];
        (bool ok, ) = _govern(address(token), data);
        Invariant.holds(16, "the governor reached into a token", !ok);
        (ok, ) = _callAs(world.guardian(), address(token), data);
        Invariant.holds(16, "the guardian reached into a token", !ok);
        address[2] memory others = [world.guardian(), world.ATTACKER()];
        for (uint256 i = 0; i < 2; ++i) {
            (ok, ) = _callAs(others[i], address(factory), abi.encodeCall(ILeveragedTokenFactory.windDown, (token, 0)));
            Invariant.holds(16, "wound down without being the governor", !ok);
            (ok, ) = _callAs(others[i], address(factory), abi.encodeCall(ILeveragedTokenFactory.unpauseMint, (token)));
            Invariant.holds(16, "unpaused without being the governor", !ok);
        }
        (ok, ) = _callAs(world.ATTACKER(), address(factory), abi.encodeCall(ILeveragedTokenFactory.pauseMint, (token)));
        Invariant.holds(16, "paused without being the guardian", !ok);
        world.did("power refused");
    }

    function _succeed(ILeveragedToken token) private {
        ILeveragedToken[] memory all = world.tokens();
        if (all.length >= MAX_TOKENS || world.isExpired(token.market())) return;
        int256 leverage = token.targetLeverage();
        bytes32 id = token.market();
        for (uint256 i = 0; i < all.length; ++i) {
            bool isSame = all[i].targetLeverage() == leverage && all[i].market() == id;
            if (isSame && all[i].state().phase != Phase.Settled) return;
        }
        for (uint256 i = 0; i < world.marketCount(); ++i) {
            if (world.marketAt(i).id != id) continue;
            world.create(i, leverage, token.limits().maxTrade);
            world.did("successor");
        }
    }

    function _must(bytes memory data) private {
        (bool ok, bytes memory result) = _govern(address(factory), data);
        if (!ok) revert Invariant.UnexpectedRevert("governance", result);
    }
}
